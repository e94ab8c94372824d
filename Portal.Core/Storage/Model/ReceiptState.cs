namespace Portal.Core.Storage.Model;

/// <summary>What became of a receipt.</summary>
public enum ReceiptState
{
    /// <summary>Nothing yet, or none was asked for.</summary>
    None = 0,

    /// <summary>It was sent.</summary>
    Sent = 1,

    /// <summary>The reader did not want it.</summary>
    Declined = 2,
}
