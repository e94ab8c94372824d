using Portal.Core.Mime;

namespace Portal.Core.Messages;

/// <summary>The field <c>X-Portal-Second-Factor: yes</c>, by which a sender wants a message read with a second factor only.</summary>
internal static class SecondFactorField
{
    private const string Name = "X-Portal-Second-Factor";

    // Anything that is no clear no is a yes: the sender wanted something of it.
    public static bool IsIn(IReadOnlyList<HeaderField> steering) => steering.Any(field =>
        field.Is(Name) && field.Value.Trim().ToLowerInvariant() is not ("" or "no" or "false" or "0" or "off"));
}
