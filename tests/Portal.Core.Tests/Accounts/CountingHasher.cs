using Microsoft.AspNetCore.Identity;
using Portal.Core.Storage.Model;

namespace Portal.Core.Tests.Accounts;

/// <summary>Hashes by writing a word before the password, and remembers what it was asked.</summary>
internal sealed class CountingHasher : IPasswordHasher<Account>
{
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

    public string HashPassword(Account user, string password)
    {
        Interlocked.Increment(ref _hashed);
        Longest = Math.Max(Longest, password.Length);
        return (Old ? "old:" : "new:") + password;
    }

    public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        Interlocked.Increment(ref _verified);
        Longest = Math.Max(Longest, providedPassword.Length);
        if (hashedPassword[4..] != providedPassword)
        {
            return PasswordVerificationResult.Failed;
        }

        BeforeSuccess();
        return hashedPassword.StartsWith("old:", StringComparison.Ordinal)
            ? PasswordVerificationResult.SuccessRehashNeeded
            : PasswordVerificationResult.Success;
    }

    public void Forget() => (_hashed, _verified, Longest) = (0, 0, 0);
}
