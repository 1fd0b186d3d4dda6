namespace Atelier.Emulators.Wires;

/// <summary>Failures every provider has, each in its own words.</summary>
internal enum WireFailure
{
    Unauthorized,
    OutOfCredits,
    TooManyRequests,
    Refused,
    NotFound,
    TooLarge,
    Server,
}
