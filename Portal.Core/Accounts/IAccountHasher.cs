using Microsoft.AspNetCore.Identity;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts;

/// <summary>Hashes and verifies the passwords of accounts, and gives with each what the account's password slots are locked with.</summary>
public interface IAccountHasher
{
    /// <summary>Hashes a password with a new salt.</summary>
    /// <param name="user">The account; its id must be the one that is stored.</param>
    /// <param name="password">As it was typed.</param>
    /// <param name="secret">For the account's new password slots. The caller disposes of it.</param>
    /// <returns>What is stored, in one transaction with the slots.</returns>
    string HashPassword(Account user, string password, out PasswordSecret secret);

    /// <summary>Verifies a password.</summary>
    /// <param name="user">The account.</param>
    /// <param name="hashedPassword">What is stored.</param>
    /// <param name="providedPassword">As it was typed.</param>
    /// <param name="secret">What opens the account's password slots; null where the password is wrong or the account has no such slots. The caller
    /// disposes of it.</param>
    PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword, out PasswordSecret? secret);
}
