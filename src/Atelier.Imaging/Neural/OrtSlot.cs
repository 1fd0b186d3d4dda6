namespace Atelier.Imaging.Neural;

/// <summary>Where a function stands in the table of ONNX Runtime. The table only grows, so the places hold for every version.</summary>
internal enum OrtSlot
{
    ErrorMessage = 2,
    CreateEnvironment = 3,
    CreateSession = 7,
    Run = 9,
    CreateSessionOptions = 10,
    DisableArena = 19,
    SetThreads = 24,
    InputName = 36,
    OutputName = 37,
    CreateRunOptions = 39,
    Terminate = 46,
    CreateTensor = 49,
    TensorData = 51,
    TensorShapeCount = 64,
    TensorShape = 65,
    CreateCpuMemory = 69,
    Free = 76,
    DefaultAllocator = 78,
    ReleaseEnvironment = 92,
    ReleaseStatus = 93,
    ReleaseMemory = 94,
    ReleaseSession = 95,
    ReleaseValue = 96,
    ReleaseRunOptions = 97,
    ReleaseTensorShape = 99,
    ReleaseSessionOptions = 100,
    AddSetting = 130,
}
