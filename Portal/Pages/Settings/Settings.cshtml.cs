using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Portal.Pages.Settings;

/// <summary>Leads to what a person can settle: one page a task.</summary>
internal sealed class SettingsModel(Site site) : PageModel
{
    /// <summary>What there is to settle, in the order in which people look for it.</summary>
    public IReadOnlyList<SettingsSection> Sections =>
    [
        new("Profile", "/settings/profile"),
        new("Password", "/settings/password"),
        new("RecoveryCode", "/settings/recovery-code"),
        .. site.Tenant.PasswordResetQuestion ? [new SettingsSection("Question", "/settings/question")] : Array.Empty<SettingsSection>(),
        new("Factors", "/settings/second-factor"),
        new("Passkeys", "/settings/passkeys"),
        .. site.Tenant.Providers.Count > 0 ? [new SettingsSection("Providers", "/settings/providers")] : Array.Empty<SettingsSection>(),
        new("Notices", "/settings/notices"),
        new("Phrase", "/settings/phrase"),
        new("Addresses", "/settings/addresses"),
        .. site.Tenant.OwnCertificates ? [new SettingsSection("Certificate", "/settings/certificate")] : Array.Empty<SettingsSection>(),
        new("Sessions", "/settings/sessions"),
        new("SignIns", "/settings/sign-ins"),
        new("Data", "/settings/data"),
        .. site.Tenant.SelfDeletion ? [new SettingsSection("Delete", "/settings/delete")] : Array.Empty<SettingsSection>(),
    ];
}

/// <summary>A page of the settings.</summary>
/// <param name="Name">Its name in the texts <c>Settings.NAME</c> and <c>Settings.NAMEHelp</c>.</param>
/// <param name="Path">Where it is.</param>
internal sealed record SettingsSection(string Name, string Path);
