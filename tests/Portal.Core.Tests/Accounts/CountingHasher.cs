using Microsoft.AspNetCore.Identity;
using Portal.Core.Accounts;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tests.Accounts;

/// <summary>Hashes by writing a word before the password, and remembers what it was asked.</summary>
internal sealed class CountingHasher : IAccountHasher
{
    private static readonly ServerPepper Pepper = new(new byte[ServerPepper.Size]);
    private int _hashed;
    private int _verified;

    public int Hashed => _hashed;

    public int Verified => _verified;

    /// <summary>The longest text that was hashed.</summary>
    public int Longest { get; private set; }

    /// <summary>Whether stored hashes count as made with too few rounds.</summary>
    public bool Old { get; set; }

    /// <summary>Runs before a verification that will succeed.</summary>
    public Action BeforeSuccess { get; set; } = () => { };

    public string HashPassword(Account user, string password, out PasswordSecret secret)
    {
        secret = SecretOf(Old ? "old:" : "new:", password);
        Interlocked.Increment(ref _hashed);
        Longest = Math.Max(Longest, password.Length);
        return (Old ? "old:" : "new:") + password;
    }

    public PasswordVerificationResult VerifyHashedPassword(
        Account user, string hashedPassword, string providedPassword, out PasswordSecret? secret)
    {
        secret = null;
        Interlocked.Increment(ref _verified);
        Longest = Math.Max(Longest, providedPassword.Length);
        if (hashedPassword[4..] != providedPassword)
        {
            return PasswordVerificationResult.Failed;
        }

        BeforeSuccess();
        secret = SecretOf(hashedPassword[..4], providedPassword);
        return hashedPassword.StartsWith("old:", StringComparison.Ordinal)
            ? PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Success;
    }

    // Another salt, another secret.
    public PasswordSecret SecretOf(string salt, string password) => PasswordSecret.OfMade(salt + password, Pepper);

    public void Forget() => (_hashed, _verified, Longest) = (0, 0, 0);
}
