namespace Portal.Core.Storage.Model;

/// <summary>How many SMS were queued within one window of time for one number, account, network, country, or in all.</summary>
public sealed class SmsCounter
{
    /// <summary>What is counted.</summary>
    public required SmsLimit Limit { get; init; }

    /// <summary>For whom: HMAC under the pepper, so that neither numbers nor network addresses are stored.</summary>
    public required byte[] Subject { get; init; }

    /// <summary>When the window began: a full hour or a day's beginning, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>How many so far.</summary>
    public int Count { get; set; }
}

/// <summary>A limit on SMS.</summary>
public enum SmsLimit
{
    /// <summary>To one number, an hour.</summary>
    NumberHour = 1,

    /// <summary>To one number, a day.</summary>
    NumberDay = 2,

    /// <summary>For one account, a day.</summary>
    Account = 3,

    /// <summary>Asked for from one network address (IPv6: /64), a day.</summary>
    Address = 4,

    /// <summary>Into one country, a day.</summary>
    Country = 5,

    /// <summary>All together, a day: what a day may cost at most.</summary>
    All = 6,
}
