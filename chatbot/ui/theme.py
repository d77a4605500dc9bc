"""How the page looks: colours and type for light and dark, without a font or a file from another server."""

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("style.css")
PICKER = Path(__file__).with_name("picker.js")

_GOLD = "#f0bd5b"
_VELVET = gr.themes.Color(
    name="velvet",
    c50="#fbf1f2",
    c100="#f6dfe2",
    c200="#edc0c6",
    c300="#de94a0",
    c400="#cb6376",
    c500="#b23a52",
    c600="#97253f",
    c700="#7d1b33",
    c800="#641529",
    c900="#4d1121",
    c950="#2f0813",
)
_STONE = gr.themes.Color(
    name="stone",
    c50="#faf8f4",
    c100="#f3efe8",
    c200="#e6dfd4",
    c300="#d2c8ba",
    c400="#a79c90",
    c500="#766c63",
    c600="#5b524b",
    c700="#3a3331",
    c800="#262122",
    c900="#1b1719",
    c950="#131012",
)


def theme() -> gr.themes.Base:
    """Gradio's theme; `style.css` adds what it has no words for."""
    made = gr.themes.Base(
        primary_hue=_VELVET,
        secondary_hue=_VELVET,
        neutral_hue=_STONE,
        radius_size=gr.themes.sizes.radius_lg,
        font=("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"),
        font_mono=("ui-monospace", "Consolas", "monospace"),
    )
    return made.set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_dark="*neutral_100",
        body_text_color_subdued="*neutral_500",
        body_text_color_subdued_dark="*neutral_400",
        background_fill_primary="white",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_100",
        background_fill_secondary_dark="*neutral_800",
        block_background_fill="white",
        block_background_fill_dark="*neutral_900",
        border_color_primary="*neutral_200",
        border_color_primary_dark="*neutral_700",
        input_background_fill="white",
        input_background_fill_dark="*neutral_900",
        color_accent_soft="*primary_50",
        color_accent_soft_dark="*neutral_800",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_dark=_GOLD,
        button_primary_text_color_dark="*neutral_900",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_hover_dark="#f6d089",
    )
