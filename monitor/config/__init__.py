"""config.toml, checked and typed."""

from monitor.config.load import ConfigError, load_settings
from monitor.config.settings import AgencySettings, Settings

__all__ = ["AgencySettings", "ConfigError", "Settings", "load_settings"]
