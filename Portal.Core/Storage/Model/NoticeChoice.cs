namespace Portal.Core.Storage.Model;

/// <summary>How a person wants to be told of new messages.</summary>
public enum NoticeChoice
{
    /// <summary>By a mail for each, at once.</summary>
    AtOnce = 0,

    /// <summary>By one mail a day.</summary>
    Daily = 1,

    /// <summary>Not at all.</summary>
    None = 2,
}
