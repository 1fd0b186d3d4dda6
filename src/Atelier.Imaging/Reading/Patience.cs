namespace Atelier.Imaging.Reading;

/// <summary>What a caller does while so many pictures are decoded that it is not its turn.</summary>
public enum Patience
{
    /// <summary>Waits as long as it takes: for work that was accepted or paid for.</summary>
    Waits,

    /// <summary>Waits only while few do, and is refused otherwise: for answers that a client can ask for again.</summary>
    Refuses,
}
