using System.Security.Cryptography;
using System.Text;
using Portal.Core.Keys;

namespace Portal.Core.Messages.Certificates;

/// <summary>The code in an encrypted mail: 8 digits, which ten tries guess once in ten million.</summary>
internal static class CertificateCode
{
    public const int Tries = 10;

    private const int Length = 8;

    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static string Create() => RandomNumberGenerator.GetString("0123456789", Length);

    /// <summary>What is stored, 32 bytes; of what was typed, spaces and hyphens do not matter.</summary>
    public static byte[] Hash(ServerPepper pepper, string typed, Guid certificateId) => pepper.Hash(
        Encoding.ASCII.GetBytes([.. typed.Where(char.IsAsciiLetterOrDigit).Take(2 * Length)]), $"certificate-code/{certificateId:N}");
}
