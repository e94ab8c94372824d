using Portal.Core.Outbox.Sms;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Resets;

/// <summary>The one place that knows which number a code for a new password goes to.</summary>
public sealed class ResetPhone(ReadProfile profiles)
{
    /// <summary>The person's mobile number, or null where none is known.</summary>
    /// <exception cref="Sealing.SealingException">The profile was damaged or is another account's.</exception>
    public PhoneNumber? Of(Account account) => PhoneNumber.TryParse(profiles.Of(account).Mobile, out var number, out _) ? number : null;
}
