using Portal.Core.Mime;

namespace Portal.Core.Messages;

/// <summary>The field <c>X-Portal-No-Reply: yes</c>, or <c>X-ESWmail-Noreply: yes</c>, by which a sender wants no answers to a message.</summary>
internal static class NoReplyField
{
    // Anything that is no clear no is a yes: the sender wanted something of it.
    public static bool IsIn(IReadOnlyList<HeaderField> steering) => steering.Any(field =>
        (field.Is("X-Portal-No-Reply") || field.Is("X-ESWmail-Noreply"))
        && field.Value.Trim().ToLowerInvariant() is not ("" or "no" or "false" or "0" or "off"));
}
