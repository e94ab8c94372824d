using Portal.Core.Mime;
using Portal.Core.Tenants;

namespace Portal.Core.Messages.Replies;

/// <summary>
/// Who may answer what, and to whom (threats C11, C12). Recipients of an answer come out of the stored message alone; nothing that a browser sends
/// adds one, but where the tenant allows it, and then only such as it allows.
/// </summary>
public sealed class ReplyPolicy(TenantCatalog tenants)
{
    /// <summary>Whether people of the tenant may do that at all.</summary>
    public bool Allows(string tenant, ReplyKind kind) => kind switch
    {
        ReplyKind.Reply => tenants[tenant].Reply,
        ReplyKind.ReplyAll => tenants[tenant].ReplyAll,
        ReplyKind.Forward => tenants[tenant].Forward,
        ReplyKind.New => tenants[tenant].NewMessage,
        _ => false,
    };

    /// <summary>Whether they may do it with this message: its sender may have wanted no answers, or there may be nobody to answer, or more than one message may go to.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="kind">Not <see cref="ReplyKind.New"/>.</param>
    /// <param name="message">The message.</param>
    /// <param name="own">The person's own addresses.</param>
    public bool Allows(string tenant, ReplyKind kind, OpenedMessage message, IReadOnlyCollection<string> own)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Allows(tenant, kind)
            && (kind == ReplyKind.Forward || (!message.NoReply && Participants(tenant, kind, message.Outline, own).Count is > 0 and <= ReplyAddresses.Most));
    }

    /// <summary>Whether the person names recipients.</summary>
    public bool MayChoose(string tenant, ReplyKind kind) =>
        kind is ReplyKind.Forward or ReplyKind.New || tenants[tenant].ReplyRecipients == ReplyRecipients.Allowed;

    /// <summary>Whether an address may be typed: there are domains to which the tenant lets people write.</summary>
    public bool MayType(string tenant, ReplyKind kind) => MayChoose(tenant, kind) && Domains(tenant).Count > 0;

    /// <summary>Whom the tenant offers by name.</summary>
    public IReadOnlyList<MailAddress> Offered(string tenant) => [.. tenants[tenant].DefaultRecipients.Select(r => new MailAddress(r.Name, r.Address))];

    /// <summary>
    /// Who gets an answer, whatever else is asked for: Reply-To, where it is one of the participants or in an allowed domain, else From; with all, the
    /// others that it went to as well. The person's own addresses are left out. Nobody for what is no answer.
    /// </summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="kind">What is sent.</param>
    /// <param name="message">The outline of what is answered.</param>
    /// <param name="own">The person's own addresses.</param>
    public ReplyAddresses Participants(string tenant, ReplyKind kind, Outline message, IReadOnlyCollection<string> own)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(own);
        if (kind is not (ReplyKind.Reply or ReplyKind.ReplyAll))
        {
            return ReplyAddresses.None;
        }

        var mine = own.Select(Normalized).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var from = Readable(message.Header("From") ?? message.Header("Sender"));
        var (to, cc) = (Readable(message.Header("To")), Readable(message.Header("Cc")));

        // The copy of what the person sent: an answer to it goes on to the same people.
        var target = from.Count > 0 && from.All(a => mine.Contains(a.Normalized)) ? to : Answer(tenant, message, from, [.. from, .. to, .. cc]);
        var seen = new HashSet<string>(mine, StringComparer.Ordinal);
        var first = Fresh(target, seen);
        return new ReplyAddresses(first, kind == ReplyKind.ReplyAll ? Fresh([.. from, .. to, .. cc], seen) : []);
    }

    /// <summary>Reads the recipients that a person named, and refuses all that are not allowed.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="typed">Bare addresses, with commas or semicolons between them; null or empty for none.</param>
    /// <param name="offered">Addresses of <see cref="Offered"/>.</param>
    /// <returns>Those, or the fault with the text that it is in.</returns>
    public ChosenRecipients Choose(string tenant, string? typed, IReadOnlyCollection<string> offered)
    {
        ArgumentNullException.ThrowIfNull(offered);
        var known = Offered(tenant).ToDictionary(a => a.Address, StringComparer.OrdinalIgnoreCase);
        if (offered.FirstOrDefault(a => !known.ContainsKey(a)) is { } stranger)
        {
            return ChosenRecipients.Wrong(AddressFault.NotAllowed, stranger);
        }

        var chosen = offered.Select(a => known[a]).ToList();
        if (!string.IsNullOrWhiteSpace(typed))
        {
            var (domains, more) = (Domains(tenant), ChosenRecipients.Read(typed));
            if (more.Fault is not null)
            {
                return more;
            }

            if (more.Addresses.FirstOrDefault(a => !known.ContainsKey(a.Address) && !domains.Contains(DomainOf(a.Address))) is { } foreign)
            {
                return ChosenRecipients.Wrong(LookAlike.IsInternational(DomainOf(foreign.Address)) ? AddressFault.LookAlike : AddressFault.NotAllowed, foreign.Address);
            }

            chosen.AddRange(more.Addresses);
        }

        return new ChosenRecipients { Addresses = [.. chosen.DistinctBy(a => a.Address, StringComparer.OrdinalIgnoreCase)] };
    }

    private HashSet<string> Domains(string tenant)
    {
        var options = tenants[tenant];
        return (options.RecipientDomains.Count > 0 ? options.RecipientDomains : options.SenderDomains).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private IReadOnlyList<Participant> Answer(string tenant, Outline message, IReadOnlyList<Participant> from, IReadOnlyList<Participant> all)
    {
        var replyTo = Readable(message.Header("Reply-To"));
        var domains = Domains(tenant);

        // More than an answer may go to would be one to nobody: the sender would have taken the button away.
        return replyTo.Count is > 0 and <= ReplyAddresses.Most && replyTo.All(a => domains.Contains(DomainOf(a.Normalized)) || all.Any(p => p.Normalized == a.Normalized))
            ? replyTo
            : from;
    }

    private static List<MailAddress> Fresh(IEnumerable<Participant> people, HashSet<string> seen) =>
        [.. people.Where(p => seen.Add(p.Normalized)).Select(p => new MailAddress(LineText.IsPlain(p.Name) ? p.Name : "", p.Normalized))];

    // What cannot be an envelope's address cannot be answered.
    private static List<Participant> Readable(string? field) => [.. AddressList.Parse(field)
        .Select(a => new Participant(a.Name, Normalized(a.Address) ?? "")).Where(p => p.Normalized.Length > 0)];

    private static string? Normalized(string address) => AddressList.TryParseAddrSpec(address, out var normalized) ? normalized : null;

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private sealed record Participant(string Name, string Normalized);
}
