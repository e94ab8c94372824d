namespace Portal.Core.Messages.Certificates;

/// <summary>Why an uploaded certificate is not taken.</summary>
public enum CertificateFault
{
    /// <summary>There is none in the file, or the signature of the mail does not hold.</summary>
    Unreadable = 1,

    /// <summary>A private key lies in the file.</summary>
    PrivateKey = 2,

    /// <summary>It names another address.</summary>
    OtherAddress = 3,

    /// <summary>It has ended, or does not hold yet.</summary>
    NotValid = 4,

    /// <summary>It is an authority's, or not for encrypting mail.</summary>
    NotForMail = 5,

    /// <summary>Its key is too weak, or of a kind that cannot be encrypted to.</summary>
    Key = 6,

    /// <summary>Nobody whom the tenant trusts has issued it.</summary>
    Untrusted = 7,

    /// <summary>Too many codes were sent to the address within the hour.</summary>
    TooMany = 8,
}
