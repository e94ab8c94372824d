namespace Portal.Security;

/// <summary>On pages to which somebody comes back, after signing in, whose form was sent when the session was over already; what was written in it is given back (<c>/compose/ended</c>).</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ComesBackAttribute : Attribute;
