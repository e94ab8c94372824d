namespace Portal.SignIn;

/// <summary>On what somebody may reach who must set up a second factor before anything else.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DuringSetUpAttribute : Attribute;
