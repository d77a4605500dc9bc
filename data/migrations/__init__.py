"""The steps that bring the accounts' database to the form this version of Usher expects."""
