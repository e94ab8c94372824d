namespace Portal.Core;

/// <summary>The theme cannot be used. The text names the setting and the folder.</summary>
public sealed class ThemeException(string message) : Exception(message);
