using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Portal.Core.Evidence;
using Portal.Core.Tunnel;

namespace Portal.Core.Messages.Proof;

/// <summary>
/// Writes a chain of evidence down so that a stranger can check it: each link as it was hashed, and the portal's signature over all of them. It is what the portal
/// recorded, no more: not the record of a qualified trust service.
/// </summary>
public sealed class ExportEvidence(SignText sign, IOptions<PortalOptions> options, TimeProvider time)
{
    // Read by people, and never as part of a page: quotes stay quotes.
    private static readonly EvidenceFileJson Json = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>The file <c>evidence.json</c>, UTF-8.</summary>
    public byte[] ToJson(EvidenceChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var statement = JsonSerializer.Serialize(
            new EvidenceStatement
            {
                Format = EvidenceFile.Version,
                Portal = options.Value.PublicUrl.GetLeftPart(UriPartial.Authority),
                Message = chain.MessageId,
                Links = chain.Links.Count,
                LastSha256 = chain.Links.Count > 0 ? chain.Links[^1].Hash : [],
                Intact = chain.Intact,
                ExportedAt = time.GetUtcNow(),
            },
            EvidenceStatementJson.Default.EvidenceStatement);
        var contents = chain.Links.Select(link => Encoding.UTF8.GetString(link.Content)).ToList();
        var signed = sign.Sign(Encoding.UTF8.GetBytes(string.Concat(contents.Prepend(statement).Select(line => line + "\n"))));
        return JsonSerializer.SerializeToUtf8Bytes(
            new EvidenceFile
            {
                Format = EvidenceFile.Version,
                Statement = statement,
                Links = [.. chain.Links.Zip(contents, (link, content) => new EvidenceFileLink { Content = content, Sha256 = link.Hash })],
                Signature = signed.Cms,
                Certificate = signed.Certificate,
            },
            Json.EvidenceFile);
    }
}
