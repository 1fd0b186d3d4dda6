namespace Atelier.Emulators.Wires.Piapi;

/// <summary>The members of an input that a task takes.</summary>
[Flags]
internal enum Takes
{
    None = 0,
    Prompt = 1,
    Negative = 2,
    Guidance = 4,
    Size = 8,
    Seed = 16,
    Batch = 32,
    Steps = 64,
    FlowShift = 128,
    Image = 256,
    Denoise = 512,
    Mask = 1024,
    Room = 2048,
    Images = 4096,
    Resolution = 8192,
    SizeName = 16_384,
    Scale = 32_768,
}
