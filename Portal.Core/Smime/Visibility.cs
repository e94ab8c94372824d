using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Portal.Core.Tests")]
