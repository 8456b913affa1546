"""Reports: what a comparison says, as one self-contained page in two languages."""

from tateyoko.report.html import render_report, write_report

__all__ = ["render_report", "write_report"]
