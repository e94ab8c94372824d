using Portal.Core;
using Portal.Core.Accounts.Invitations;
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

    /// <summary>What is needed besides the link.</summary>
    public required InvitationNeeds Needs { get; init; }

    /// <summary>What became of the wish for an SMS: <c>sent</c>, <c>later</c> or <c>sender</c>; null where there was none.</summary>
    public string? Sms { get; init; }

    /// <summary>The words that go with the way the initial password takes: the end of the keys of its texts.</summary>
    public string Way => Needs.Channel switch
    {
        InitialPasswordChannel.SmsAtSending => "Sms",
        InitialPasswordChannel.SmsAtOpening => "SmsAtOpening",
        InitialPasswordChannel.None => "None",
        _ => "",
    };

    /// <summary>What the tenant asks of the password.</summary>
    public required PasswordRules Rules { get; init; }

    /// <summary>Whether the mail can be opened without the person's own secret.</summary>
    public required MailboxRecovery Recovery { get; init; }

    /// <summary>How strong the password was that was sent last, or null.</summary>
    public PasswordEstimate? Estimate { get; set; }

    public FormErrors Errors { get; init; } = new();
}
