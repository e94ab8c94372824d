namespace Portal.Security;

/// <summary>On pages to which somebody comes back, after signing in, whose form was sent when the session was over already; what was in the form is not read.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ComesBackAttribute : Attribute;
