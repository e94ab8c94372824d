using Portal.Core.Keys;

namespace Portal.Core.Accounts.Passwords;

/// <summary>A password that is about to be an account's.</summary>
/// <param name="Hash">What is stored.</param>
/// <param name="Secret">What the account's password slots are locked with. Disposed of with this.</param>
internal sealed record NewPassword(string Hash, PasswordSecret Secret) : IDisposable
{
    /// <summary>Whether it is long enough only with a second factor beside it.</summary>
    public bool IsShort { get; init; }

    public override string ToString() => nameof(NewPassword);

    public void Dispose() => Secret.Dispose();
}
