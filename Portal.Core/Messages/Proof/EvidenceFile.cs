using System.Text.Json.Serialization;

namespace Portal.Core.Messages.Proof;

/// <summary>The file <c>evidence.json</c> (docs/sealed-format.md, "Evidence that leaves").</summary>
internal sealed record EvidenceFile
{
    public const string Version = "portal-evidence-1";

    public required string Format { get; init; }

    /// <summary>Text of JSON on one line, an <see cref="EvidenceStatement"/>: it is signed as it stands.</summary>
    public required string Statement { get; init; }

    public required IReadOnlyList<EvidenceFileLink> Links { get; init; }

    /// <summary>Detached CMS over statement and contents, each with a line feed after it.</summary>
    public required byte[] Signature { get; init; }

    public required string Certificate { get; init; }
}

/// <summary>One link in the file.</summary>
internal sealed record EvidenceFileLink
{
    /// <summary>Text of JSON on one line, exactly what the hash is of.</summary>
    public required string Content { get; init; }

    public required byte[] Sha256 { get; init; }
}

/// <summary>What the portal says of the whole chain at the time of the export.</summary>
internal sealed record EvidenceStatement
{
    public required string Format { get; init; }

    public required string Portal { get; init; }

    public required Guid Message { get; init; }

    public required int Links { get; init; }

    public required byte[] LastSha256 { get; init; }

    /// <summary>Whether all links that are stored could be read and fit; false: those after the last one do not.</summary>
    public required bool Intact { get; init; }

    public required DateTimeOffset ExportedAt { get; init; }
}

[JsonSerializable(typeof(EvidenceFile))]
internal sealed partial class EvidenceFileJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EvidenceStatement))]
internal sealed partial class EvidenceStatementJson : JsonSerializerContext;
