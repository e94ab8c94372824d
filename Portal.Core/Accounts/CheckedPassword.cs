using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>A password that was right.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Secret">What opens the account's password slots; null where there are none that it opens. Disposed of with this.</param>
public sealed record CheckedPassword(Account Account, PasswordSecret? Secret) : IDisposable
{
    /// <summary>Only the type's name.</summary>
    public override string ToString() => nameof(CheckedPassword);

    /// <inheritdoc />
    public void Dispose() => Secret?.Dispose();
}
