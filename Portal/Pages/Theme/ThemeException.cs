using Portal.Core;

namespace Portal.Pages.Theme;

/// <summary>The theme cannot be used. The text names the setting and the folder.</summary>
internal sealed class ThemeException(string message) : StartException(message);
