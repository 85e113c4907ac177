"""The look of parts of a page, as computed by a browser."""

import re

TEXTS = """() => [...document.body.querySelectorAll("*")]
  .filter((e) => e.checkVisibility() && [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
  .map((e) => [e.textContent.trim().slice(0, 40), getComputedStyle(e)])
  .map(([text, style]) => [text, style.color, parseFloat(style.fontSize)])"""
"""Each visible text of a page, its color, and its size in pixels."""

Texts = list[tuple[str, str, float]]

OUTSIDE = """() => [...document.body.querySelectorAll("*")]
  .filter((e) => e.checkVisibility() && !e.ownerSVGElement && e.getBoundingClientRect().right > innerWidth + 1)
  .filter((e) => { while (e && !/auto|scroll/.test(getComputedStyle(e).overflowX)) e = e.parentElement; return !e; })
  .map((e) => `${e.localName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`)"""
"""The parts of a page to the right of the window, except in parts that scroll by themselves."""

CUT = """() => [...document.body.querySelectorAll("*")]
  .filter((e) => e.checkVisibility() && !e.matches(".unseen") && !e.ownerSVGElement)
  .filter((e) => /hidden|clip/.test(getComputedStyle(e).overflow))
  .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.textContent.trim().slice(0, 40))"""
"""The parts of a page that are cut off, except words only for screen readers."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colors, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    """The luminance of a color as ``getComputedStyle`` writes it: rgb(29, 28, 26)."""
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", color)
    assert found, color
    red, green, blue = (_linear(int(part) / 255) for part in found.groups())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
