using System.Security.Cryptography;
using System.Text;
using Portal.Core.Keys;

namespace Portal.Core.Accounts.Addresses;

/// <summary>Makes and hashes the codes that prove addresses: 8 digits, which ten tries guess once in ten million.</summary>
public sealed class AddressCodes(ServerPepper pepper)
{
    /// <summary>As many wrong tries as a code bears.</summary>
    public const int Tries = 10;

    /// <summary>How long one is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const int Length = 8;

    /// <summary>A new one: eight digits.</summary>
    public static string Create() => RandomNumberGenerator.GetString("0123456789", Length);

    /// <summary>What is stored.</summary>
    /// <param name="typed">As it was typed; spaces and hyphens do not matter.</param>
    /// <param name="proofId">The row it is for.</param>
    /// <returns>32 bytes.</returns>
    public byte[] Hash(string typed, Guid proofId)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var digits = typed.Where(char.IsAsciiLetterOrDigit).Take(2 * Length).ToArray();
        return pepper.Hash(Encoding.ASCII.GetBytes(digits), $"address-code/{proofId:N}");
    }
}
