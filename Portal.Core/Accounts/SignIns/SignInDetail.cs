using System.Text.Json;
using Portal.Core.Keys;
using Portal.Core.Storage.Model;

namespace Portal.Core.Accounts.SignIns;

/// <summary>How and with what somebody signed in. Stored sealed to the web side.</summary>
/// <param name="Methods">How.</param>
/// <param name="Browser">Browser and system in words; empty where they are not known.</param>
/// <param name="Network">The network, never the whole address: <c>192.0.2.0/24</c>, <c>2001:db8:1::/48</c>; empty where it is not known.</param>
public sealed record SignInDetail(SignInMethods Methods, string Browser, string Network)
{
    private const string Purpose = "signin";

    internal byte[] Seal(VaultPublicKey vault, Guid id) => VaultBox.Seal(vault, Purpose, id, JsonSerializer.SerializeToUtf8Bytes(this));

    /// <summary>What was sealed; null for refused tries, of which nothing is kept.</summary>
    /// <exception cref="Sealing.SealingException">It was damaged or is another row's.</exception>
    internal static SignInDetail? Open(VaultKey vault, SignInRecord row) => row.Detail.Length == 0
        ? null
        : JsonSerializer.Deserialize<SignInDetail>(VaultBox.Open(vault, Purpose, row.Id, row.Detail));

    /// <summary>Only the type's name: what it holds must reach no log.</summary>
    public override string ToString() => nameof(SignInDetail);
}
