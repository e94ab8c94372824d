using System.Text.Json.Serialization;
using Portal.Core.Messages.Replies;

namespace Portal.Core.Messages.Drafts;

/// <summary>All that was typed into a draft, as it was typed: whether it may be sent is looked at when it is.</summary>
public sealed record DraftContent
{
    /// <summary>What is being written.</summary>
    public required ReplyKind Kind { get; init; }

    /// <summary>The delivery that is answered or passed on, or null.</summary>
    public Guid? Answers { get; init; }

    /// <summary>Whether that message wants a second factor, and so does what may quote it, also when the message is gone. Set when the draft is saved.</summary>
    public bool Guarded { get; init; }

    /// <summary>Addresses, as they were typed.</summary>
    public string To { get; init; } = "";

    /// <summary>Addresses that were chosen among those that the tenant offers.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>The subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The text; lines end in LF.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether the writer wants a mail with a link to the copy.</summary>
    public bool CopyToMe { get; init; }

    /// <summary>Whether the files of the message go along that is passed on.</summary>
    public bool WithFiles { get; init; }
}

/// <summary>What a draft's file is called and is.</summary>
internal sealed record DraftFileName(string Name, string MediaType);

[JsonSerializable(typeof(DraftContent))]
[JsonSerializable(typeof(DraftFileName))]
internal sealed partial class DraftJson : JsonSerializerContext;
