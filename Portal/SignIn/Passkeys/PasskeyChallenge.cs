using System.Security.Cryptography;
using System.Text;

namespace Portal.SignIn.Passkeys;

/// <summary>A challenge, and what it is bound to.</summary>
/// <param name="Id">Random; by its hash it is remembered that it was answered.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Subject">The half sign-in or the session in which it was asked, or nothing.</param>
/// <param name="Browser">SHA-256 of the browser's cookie, in base64.</param>
/// <param name="State">What Identity's handler wants back: the challenge itself, and who was asked.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record PasskeyChallenge(Guid Id, PasskeyPurpose Purpose, string Subject, string Browser, string State, DateTimeOffset ExpiresAt)
{
    public byte[] Hash => SHA256.HashData(Encoding.ASCII.GetBytes(Id.ToString("N")));
}
