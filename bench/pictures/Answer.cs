namespace Atelier.Bench.Pictures;

/// <summary>What a side answers, as one line of JSON.</summary>
/// <param name="Cpu">Milliseconds of CPU that the sets took, all threads together.</param>
/// <param name="Wall">Milliseconds from the first set's start to the last one's end.</param>
/// <param name="Latency">Milliseconds a set took, the mean.</param>
/// <param name="Bytes">Of all files of the sets.</param>
/// <param name="Version">libvips' version.</param>
internal sealed record Answer(double Cpu, double Wall, double Latency, long Bytes, string Version);
