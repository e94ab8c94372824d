using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Portal.Pages.Settings;

/// <summary>Leads to what a person can settle: one page a task.</summary>
internal sealed class SettingsModel : PageModel
{
    /// <summary>What there is to settle, in the order in which people look for it.</summary>
    public IReadOnlyList<SettingsSection> Sections { get; } =
    [
        new("Profile", "/settings/profile"),
        new("Factors", "/settings/second-factor"),
        new("Passkeys", "/settings/passkeys"),
    ];
}

/// <summary>A page of the settings.</summary>
/// <param name="Name">Its name in the texts <c>Settings.NAME</c> and <c>Settings.NAMEHelp</c>.</param>
/// <param name="Path">Where it is.</param>
internal sealed record SettingsSection(string Name, string Path);
