namespace Portal.Core.Storage.Model;

/// <summary>Who locked a delivery.</summary>
public enum DeliveryLock
{
    /// <summary>Nobody.</summary>
    None = 0,

    /// <summary>The person it went to, who says that it is not for him.</summary>
    Recipient = 1,

    /// <summary>Its sender.</summary>
    Sender = 2,

    /// <summary>An operator.</summary>
    Administrator = 3,
}
