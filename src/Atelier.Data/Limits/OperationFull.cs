using Atelier.Core.Limits;

namespace Atelier.Data.Limits;

/// <summary>A span in which an account may not ask for a group of operations again.</summary>
/// <param name="Day">Whether it is the day, which begins anew at midnight.</param>
internal sealed record OperationFull(string Group, LimitWindow Window, bool Day);
