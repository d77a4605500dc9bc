"""What the training of the two towers is told: apart from it, so that serving need not import PyTorch."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from recommender.sampling import Cut


class TwoTowerConfig(BaseModel):
    """Hyper-parameters.

    Attributes:
        dimension: length of a vector.
        epochs: passes over all users.
        batch_users: users per step.
        learning_rate: the highest of the one-cycle schedule.
        weight_decay: of everything but the item bias.
        dropout: share of the user vector that is zeroed in each step.
        history_power: see `HistoryFold`.
        target_power: the loss of a user is divided by the number of hidden items to this power: 1 gives each user the
            same weight, 0 each rating.
        cut: hides ratings at random, or those after a moment ("time"), or each in half of the steps ("mixed").
        memory: of `HistoryFold`; 0 for towers that do not look at the order of the ratings.
        loss: see `recommender.losses`.
        min_feature_items: a feature that fewer items share is left out.
        full_softmax_items: more rated items than this are sampled.
        negatives: draws per step if they are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dimension: int = Field(128, ge=1)
    epochs: int = Field(50, ge=1)
    batch_users: int = Field(128, ge=1)
    learning_rate: float = Field(3e-3, gt=0)
    weight_decay: float = Field(1e-4, ge=0)
    dropout: float = Field(0.3, ge=0, lt=1)
    history_power: float = Field(0.5, ge=0, le=1)
    target_power: float = Field(0.5, ge=0, le=1)
    cut: Cut = "random"
    memory: float = Field(0.0, ge=0)
    loss: Literal["softmax", "bpr"] = "softmax"
    min_feature_items: int = Field(3, ge=1)
    full_softmax_items: int = Field(50_000, ge=1)
    negatives: int = Field(4096, ge=1)
