namespace Atelier.Emulators.Checking;

/// <summary>What is wrong with a field of a request.</summary>
internal sealed record Problem(string Field, string Message, string Code = Problem.InvalidValue)
{
    public const string InvalidValue = "invalid_value";
    public const string InvalidType = "invalid_type";
    public const string Missing = "missing_required_parameter";
    public const string Unknown = "unknown_parameter";
    public const string ModelNotFound = "model_not_found";
}
