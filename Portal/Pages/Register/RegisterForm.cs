using Portal.Core.Accounts.Passwords;
using Portal.Core.Tenants;
using Portal.Pages.Shared;

namespace Portal.Pages.Register;

/// <summary>What the registration form shows, on its own page and behind the link of a notice.</summary>
internal sealed record RegisterForm
{
    /// <summary>The address that is registered.</summary>
    public required string Address { get; init; }

    /// <summary>The token of the notice that led here.</summary>
    public required string Token { get; init; }

    /// <summary>The name as it was typed.</summary>
    public string? Name { get; init; }

    /// <summary>What the tenant asks of the password.</summary>
    public required PasswordRules Rules { get; init; }

    /// <summary>Whether the mail can be opened without the person's own secret.</summary>
    public required MailboxRecovery Recovery { get; init; }

    /// <summary>How strong the password was that was sent last, or null.</summary>
    public PasswordEstimate? Estimate { get; set; }

    public FormErrors Errors { get; init; } = new();
}
