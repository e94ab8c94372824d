namespace Portal.Core.Sealing;

/// <summary>What a sealed stream holds. The kind is part of the key derivation: a stream of one kind never opens as another.</summary>
public enum SealedKind
{
    /// <summary>The bytes of a message as they came out of the tunnel.</summary>
    Message,

    /// <summary>A message's outline: headers, parts, where each part lies.</summary>
    Outline,

    /// <summary>The few fields that a row of the inbox shows.</summary>
    Summary,

    /// <summary>A file of a transfer.</summary>
    File,

    /// <summary>What was typed into a draft.</summary>
    Draft,

    /// <summary>The bytes of a draft's file.</summary>
    DraftFile,

    /// <summary>Name and media type of a draft's file.</summary>
    DraftName,
}
