using Portal.Core.Mime;

namespace Portal.Core.Messages;

/// <summary>Mail that no person wrote to this person: nothing that a machine makes goes back to its sender (RFC 3834 §2).</summary>
internal static class AutomaticMail
{
    private static readonly string[] Bulk = ["bulk", "list", "junk"];

    public static bool Is(Outline outline) =>
        (outline.Header("Auto-Submitted") is { } submitted && !submitted.Trim().StartsWith("no", StringComparison.OrdinalIgnoreCase))
        || outline.Header("List-Id") is not null
        || Bulk.Contains(outline.Header("Precedence")?.Trim(), StringComparer.OrdinalIgnoreCase)
        || outline.Header("Return-Path")?.Trim() == "<>";
}
