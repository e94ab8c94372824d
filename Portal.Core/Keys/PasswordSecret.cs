using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Keys;

/// <summary>
/// What a password opens slots with: 32 bytes, and the parameters that they were derived by. Costs nothing more for each slot, so one serves
/// all mailboxes of an account. Zeros once disposed.
/// </summary>
public sealed class PasswordSecret : IDisposable
{
    internal const byte Made = 0x00;
    internal const byte Chosen = 0x01;

    private readonly SecretBytes _bytes;
    private readonly byte[] _parameters;

    private PasswordSecret(byte[] secret, byte[] parameters)
    {
        _bytes = new SecretBytes(secret);
        CryptographicOperations.ZeroMemory(secret);
        _parameters = parameters;
    }

    internal ReadOnlySpan<byte> Bytes => _bytes.Span;

    /// <summary>The slot's kdf parameters.</summary>
    internal ReadOnlySpan<byte> Parameters => _parameters;

    /// <summary>The secret of a password that we made: HMAC(pepper, <c>"slot/initial-password" ‖ 0x00 ‖ password</c>), without stretching.</summary>
    /// <param name="password">At least 60 random bits in one spelling: lower case, no hyphens.</param>
    /// <param name="pepper">The server's pepper.</param>
    public static PasswordSecret OfMade(string password, ServerPepper pepper)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(pepper);
        var bytes = Encoding.UTF8.GetBytes(password);
        var secret = pepper.Hash(bytes, "slot/initial-password");
        CryptographicOperations.ZeroMemory(bytes);
        return new PasswordSecret(secret, [Made]);
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    /// <summary>The one whose parts lay in a sealed row meanwhile. Zeroes <paramref name="secret"/>.</summary>
    internal static PasswordSecret OfParts(byte[] secret, byte[] parameters) => new(secret, parameters);

    internal static PasswordSecret OfStretched(ReadOnlySpan<byte> stretched, PasswordStretch stretch, ServerPepper pepper) =>
        new(pepper.Hash(stretched, "slot/password"), [Chosen, .. stretch.Bytes]);
}
