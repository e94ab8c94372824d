using Portal.Core.Storage.Model;

namespace Portal.Pages.Messages;

/// <summary>The folders as addresses and pages name them.</summary>
internal static class Folders
{
    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<DeliveryFolder> All { get; } = [DeliveryFolder.Inbox, DeliveryFolder.Sent, DeliveryFolder.Archive];

    /// <summary>The folder of that name; whatever else is the inbox.</summary>
    public static DeliveryFolder Parse(string? name) => name switch
    {
        "sent" => DeliveryFolder.Sent,
        "archive" => DeliveryFolder.Archive,
        _ => DeliveryFolder.Inbox,
    };

    /// <summary>The folder's name in addresses.</summary>
    public static string Name(DeliveryFolder folder) => folder switch
    {
        DeliveryFolder.Sent => "sent",
        DeliveryFolder.Archive => "archive",
        _ => "inbox",
    };

    /// <summary>The text that names the folder.</summary>
    public static string Title(DeliveryFolder folder) => folder switch
    {
        DeliveryFolder.Sent => "Folders.Sent",
        DeliveryFolder.Archive => "Folders.Archive",
        _ => "Inbox.Title",
    };

    /// <summary>The address of its listing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="query">What else the address says: pairs of name and value; those without a value are left out.</param>
    public static string Path(DeliveryFolder folder, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var path = "/messages";
        var join = '?';
        if (folder != DeliveryFolder.Inbox)
        {
            path += $"?folder={Name(folder)}";
            join = '&';
        }

        foreach (var (name, value) in query)
        {
            if (value is { Length: > 0 })
            {
                path += $"{join}{name}={Uri.EscapeDataString(value)}";
                join = '&';
            }
        }

        return path;
    }
}
