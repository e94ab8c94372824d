using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.Passkeys;

/// <summary>
/// Ties a stored passkey to its owner under the pepper: whoever can write to the database alone could otherwise add a key of his own, sign in with it, and the
/// vault slots would open for him.
/// </summary>
internal sealed class PasskeyMac(ServerPepper pepper)
{
    public byte[] Of(Guid accountId, byte[] credentialId, byte[] publicKey, bool isBackupEligible)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, credentialId.Length);
        return pepper.Hash([.. accountId.ToByteArray(), .. length, .. credentialId, isBackupEligible ? (byte)1 : (byte)0, .. publicKey], "passkey");
    }

    /// <summary>What Identity's handler works with, or null where the row is not what we wrote.</summary>
    public UserPasskeyInfo? Open(Passkey? row) => row is not null
        && System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(
            Of(row.AccountId, row.CredentialId, row.PublicKey, row.IsBackupEligible), row.Mac)
        ? new UserPasskeyInfo(
            row.CredentialId, row.PublicKey, row.CreatedAt, (uint)row.SignCount, row.Transports.Split(',', StringSplitOptions.RemoveEmptyEntries),
            isUserVerified: true, row.IsBackupEligible, row.IsBackedUp, attestationObject: [], clientDataJson: [])
        : null;
}
