using Microsoft.AspNetCore.Mvc.RazorPages;
using Portal.Core.Tenants;
using Portal.SignIn;

namespace Portal.Pages.Settings;

/// <summary>Leads to what a person can settle: one page a task.</summary>
internal sealed class SettingsModel(TenantCatalog tenants, CurrentReader reader) : PageModel
{
    /// <summary>What there is to settle, in the order in which people look for it.</summary>
    public IReadOnlyList<SettingsSection> Sections =>
    [
        new("Profile", "/settings/profile"),
        new("Password", "/settings/password"),
        new("RecoveryCode", "/settings/recovery-code"),
        .. tenants[reader.Session!.Tenant].PasswordResetQuestion ? [new SettingsSection("Question", "/settings/question")] : Array.Empty<SettingsSection>(),
    ];
}

/// <summary>A page of the settings.</summary>
/// <param name="Name">Its name in the texts <c>Settings.NAME</c> and <c>Settings.NAMEHelp</c>.</param>
/// <param name="Path">Where it is.</param>
internal sealed record SettingsSection(string Name, string Path);
