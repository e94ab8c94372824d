namespace Portal.Core.Messages.Search;

/// <summary>What one step of a search found.</summary>
/// <param name="Rows">The messages, newest first; those whose text holds the words behind those whose sender, recipients or subject does.</param>
/// <param name="Further">Where the search goes on, or null when it has seen everything.</param>
/// <param name="SeenTo">When the last message was delivered that was looked at, or null where there was none.</param>
public sealed record SearchPage(IReadOnlyList<MessageRow> Rows, SearchMark? Further, DateTimeOffset? SeenTo);
